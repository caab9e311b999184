"""Degrees on the British National Grid: the Ordnance Survey's own worked example."""

import numpy as np
import pytest

from pipelines.ingest.readers.outlines import project, to_grid


def test_the_projection_gives_the_worked_example_of_the_ordnance_survey():
    # Annex C of its guide: 52 degrees 39 minutes 27.2531 seconds north, 1 43 4.5177 east.
    latitude, longitude = 52 + 39 / 60 + 27.2531 / 3600, 1 + 43 / 60 + 4.5177 / 3600

    easting, northing = project(np.array([longitude]), np.array([latitude]))

    assert easting[0] == pytest.approx(651409.903, abs=0.001)
    assert northing[0] == pytest.approx(313177.270, abs=0.001)


def test_degrees_of_gps_land_within_five_metres_of_the_same_place():
    # The same water tower at Caister in degrees of ETRS89, which GPS gives.
    easting, northing = to_grid(np.array([1.716073973]), np.array([52.658007833]))

    assert np.hypot(easting[0] - 651409.903, northing[0] - 313177.270) < 5


def test_the_true_origin_stands_where_the_grid_says():
    easting, northing = project(np.array([-2.0]), np.array([49.0]))

    assert (easting[0], northing[0]) == pytest.approx((400_000, -100_000))
