"""What people typed reaches a paper without what would disturb or deceive its reader."""

from dashboards.papers.clean_text import CleanedSnapshot, clean


def test_control_and_bidirectional_characters_are_left_outside():
    assert clean("pay \u202eemosewa\u202c\x07\u200b the grant\u2066") == "pay emosewa the grant"


def test_line_breaks_and_tabs_become_one_space():
    assert clean(" Youth\r\n\tOffending  Service ") == "Youth Offending Service"


def test_pounds_dashes_quotes_and_welsh_letters_stay():
    said = "£384k \N{EN DASH} “duty to refer”, Ŵyddgrug → ŷ"

    assert clean(said) == said


def test_what_the_font_cannot_draw_is_marked_rather_than_stopping_the_paper():
    assert clean("Grant 中 😀") == "Grant \ufffd \ufffd"


def test_the_mark_of_a_reference_cannot_be_smuggled_in():
    assert clean("\ue000recommendation\ue001") == "recommendation"


def test_caveats_stay_one_to_a_line(published):
    keeper = CleanedSnapshot(published.folder, "board", published.snapshot_id)

    caveats = keeper.metrics["prosecution_possible_rate"]["caveats"]

    assert caveats.splitlines() == [
        "Recording rules changed in May 2018.",
        "Not comparable with other forces.",
    ]
    keeper.close()
