"""Places degrees of longitude and latitude on the British National Grid, in metres.

The formulae and constants are those of the Ordnance Survey's "A guide to coordinate systems in
Great Britain": degrees of WGS84 are moved to the Airy 1830 ellipsoid by the seven-parameter
transformation (good to about five metres), then projected by its transverse Mercator.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

WGS84 = (6_378_137.000, 6_356_752.3142)  # semi-axes in metres
AIRY = (6_377_563.396, 6_356_256.909)
# WGS84 to OSGB36: metres, seconds of arc, and parts of one.
SHIFT = (-446.448, 125.157, -542.060)
ROTATION = (-0.1502, -0.2470, -0.8421)
SCALE = 20.4894e-6
# The projection: scale on the central meridian, true origin, and what is added to both axes.
CENTRAL_SCALE = 0.9996012717
ORIGIN_LATITUDE, ORIGIN_LONGITUDE = 49.0, -2.0
EASTING, NORTHING = 400_000.0, -100_000.0


def to_grid(longitude: "Numbers", latitude: "Numbers") -> "tuple[Numbers, Numbers]":
    """Return eastings and northings of points given in degrees of WGS84."""
    return project(*to_airy(longitude, latitude))


def to_airy(longitude: "Numbers", latitude: "Numbers") -> "tuple[Numbers, Numbers]":
    """Move degrees of WGS84 to degrees on the ellipsoid that the grid is drawn on."""
    import numpy as np

    x, y, z = _cartesian(np.radians(longitude), np.radians(latitude))
    rx, ry, rz = (np.radians(seconds / 3600) for seconds in ROTATION)
    grown = 1 + SCALE
    moved_x = SHIFT[0] + x * grown - y * rz + z * ry
    moved_y = SHIFT[1] + x * rz + y * grown - z * rx
    moved_z = SHIFT[2] - x * ry + y * rx + z * grown
    a, b = AIRY
    squared = 1 - (b * b) / (a * a)
    across = np.hypot(moved_x, moved_y)
    phi = np.arctan2(moved_z, across * (1 - squared))
    for _ in range(4):  # each pass brings it a thousand times nearer; four are below a micrometre
        nu = a / np.sqrt(1 - squared * np.sin(phi) ** 2)
        phi = np.arctan2(moved_z + squared * nu * np.sin(phi), across)
    return np.degrees(np.arctan2(moved_y, moved_x)), np.degrees(phi)


def _cartesian(longitude: "Numbers", latitude: "Numbers") -> "tuple[Numbers, Numbers, Numbers]":
    import numpy as np

    a, b = WGS84
    squared = 1 - (b * b) / (a * a)
    nu = a / np.sqrt(1 - squared * np.sin(latitude) ** 2)
    across = nu * np.cos(latitude)
    return (
        across * np.cos(longitude),
        across * np.sin(longitude),
        (1 - squared) * nu * np.sin(latitude),
    )


def project(longitude: "Numbers", latitude: "Numbers") -> "tuple[Numbers, Numbers]":
    """Project degrees on the Airy ellipsoid to eastings and northings."""
    import numpy as np

    a, b = AIRY
    phi = np.radians(latitude)
    sin, cos, tan = np.sin(phi), np.cos(phi), np.tan(phi)
    squared = 1 - (b * b) / (a * a)
    nu = a * CENTRAL_SCALE / np.sqrt(1 - squared * sin**2)
    rho = a * CENTRAL_SCALE * (1 - squared) / (1 - squared * sin**2) ** 1.5
    eta = nu / rho - 1
    one = _meridian(phi) + NORTHING
    two = nu / 2 * sin * cos
    three = nu / 24 * sin * cos**3 * (5 - tan**2 + 9 * eta)
    three_a = nu / 720 * sin * cos**5 * (61 - 58 * tan**2 + tan**4)
    four = nu * cos
    five = nu / 6 * cos**3 * (nu / rho - tan**2)
    six = nu / 120 * cos**5 * (5 - 18 * tan**2 + tan**4 + 14 * eta - 58 * tan**2 * eta)
    away = np.radians(longitude - ORIGIN_LONGITUDE)
    northing = one + two * away**2 + three * away**4 + three_a * away**6
    return EASTING + four * away + five * away**3 + six * away**5, northing


def _meridian(phi: "Numbers") -> "Numbers":
    """Return the length of the meridian from the origin to a latitude."""
    import numpy as np

    a, b = AIRY
    n = (a - b) / (a + b)
    origin = np.radians(ORIGIN_LATITUDE)
    less, more = phi - origin, phi + origin
    whole = (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
    whole -= (3 * n + 3 * n**2 + 21 / 8 * n**3) * np.sin(less) * np.cos(more)
    whole += (15 / 8 * n**2 + 15 / 8 * n**3) * np.sin(2 * less) * np.cos(2 * more)
    whole -= 35 / 24 * n**3 * np.sin(3 * less) * np.cos(3 * more)
    return b * CENTRAL_SCALE * whole
