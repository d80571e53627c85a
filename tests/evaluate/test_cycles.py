"""The cycles of one lead, followed by hand: restarts, versions, and what contradicts itself."""

from __future__ import annotations

from ola.evaluate.handoffs.clocks.cycles import Opened, Version, Watch, cycles_of
from ola.evaluate.handoffs.mark import ENDED, KINDS, NEVER, OCCURRED, PERHAPS

START, STOP, AGAIN, CANCEL, STAGE, OWNER = range(6)
LIMIT = 10
Row = tuple[int, int | None, str | None, str | None]


def followed(watch: Watch, *events: tuple[int, int] | tuple[int, int, int], limit: int = LIMIT) -> list[Row]:
    """Follow events (instant, event, kind) and give start, end, how and doubt of each cycle; limits last ten."""
    marks = [(each[0], each[1] * KINDS + (each[2] if len(each) > 2 else OCCURRED)) for each in events]

    def opens(_: int, at: int, restarted: bool) -> tuple[Opened, int]:  # noqa: FBT001
        return Opened(calendar="again" if restarted else None), at + limit

    found = cycles_of([Version(watch, opens)], [at for at, _ in marks], [mark for _, mark in marks])
    return [(cycle.start, cycle.end, cycle.how, cycle.doubt) for cycle in found.cycles]


def test_a_restart_ends_the_running_cycle_and_opens_the_next_at_its_instant() -> None:
    watch = Watch([(START,)], stops=[STOP], restarts=[AGAIN])
    assert followed(watch, (0, START), (4, AGAIN), (9, STOP)) == [(0, 4, "restart", None), (4, 9, "stop", None)]


def test_a_restart_never_wakes_an_ended_cycle() -> None:
    watch = Watch([(START,)], stops=[STOP], restarts=[AGAIN])
    assert followed(watch, (0, AGAIN), (1, START), (2, STOP), (3, AGAIN)) == [(1, 2, "stop", None)]


def test_a_restart_at_the_starts_instant_or_after_the_stop_of_its_instant_does_nothing() -> None:
    watch = Watch([(START,)], stops=[STOP], restarts=[AGAIN])
    assert followed(watch, (1, START), (1, AGAIN), (2, STOP), (2, AGAIN)) == [(1, 2, "stop", None)]


def test_a_start_at_a_restarts_instant_opens_no_cycle_of_its_own() -> None:
    watch = Watch([(START,)], stops=[STOP], restarts=[AGAIN])
    assert followed(watch, (0, START), (20, AGAIN), (20, START)) == [(0, 20, "restart", None), (20, None, None, None)]


def test_what_opens_after_a_cycle_in_doubt_is_in_doubt_until_a_stop() -> None:
    watch = Watch([(START,)], stops=[STOP], cancels=[CANCEL])
    found = followed(watch, (0, START), (5, CANCEL, PERHAPS), (20, START), (25, STOP), (30, START))
    assert [(start, doubt is not None) for start, _, _, doubt in found] == [(0, True), (20, True), (30, False)]


def test_each_version_opens_and_ends_the_cycles_that_start_in_its_time() -> None:
    old, new = Watch([(START,)], stops=[STOP]), Watch([(START,)], stops=[STAGE])
    marks = [(0, START), (12, STAGE), (30, START), (31, STOP), (32, STAGE)]

    def opens(_: int, at: int, restarted: bool) -> tuple[Opened, int]:  # noqa: ARG001, FBT001
        return Opened(), at + LIMIT

    versions = [Version(old, opens, until=20), Version(new, opens)]
    found = cycles_of(versions, [at for at, _ in marks], [event * KINDS for _, event in marks])
    assert [(cycle.start, cycle.end, cycle.version) for cycle in found.cycles] == [(0, 30, 0), (30, 32, 1)]


def test_a_group_opens_when_its_last_member_begins_to_hold() -> None:
    watch = Watch([(STAGE, OWNER)], stops=[STOP], states=[STAGE, OWNER], stages=[STAGE])
    assert followed(watch, (0, OWNER), (3, STAGE), (4, STOP), (5, OWNER)) == [(3, 4, "stop", None)]
    left = followed(watch, (0, OWNER), (2, OWNER, ENDED), (3, STAGE), (4, OWNER))
    assert left == [(4, None, None, None)]


def test_a_member_that_may_hold_opens_a_cycle_in_doubt() -> None:
    watch = Watch([(STAGE, OWNER)], stops=[STOP], states=[STAGE, OWNER], stages=[STAGE])
    ((start, _, _, doubt),) = followed(watch, (0, STAGE, PERHAPS), (3, OWNER))
    assert (start, doubt is not None) == (3, True)
    assert followed(watch, (0, STAGE, PERHAPS), (1, STAGE, ENDED), (3, OWNER)) == []


def test_a_stop_that_may_have_been_leaves_the_cycle_in_doubt() -> None:
    watch = Watch([(START,)], stops=[STOP])
    ((_, _, how, doubt),) = followed(watch, (0, START), (5, STOP, PERHAPS), (8, STOP))
    assert (how, doubt is not None) == ("stop", True)


def test_without_a_limit_a_start_never_ends_a_cycle() -> None:
    watch = Watch([(START,)], stops=[STOP])
    assert followed(watch, (0, START), (50, START), (60, STOP), limit=NEVER) == [(0, 60, "stop", None)]


def test_an_event_that_starts_and_stops_does_not_stop_the_cycle_it_opens() -> None:
    watch = Watch([(OWNER,)], stops=[OWNER, STOP])
    found = followed(watch, (0, OWNER), (5, OWNER), (7, STOP))
    assert found == [(0, 5, "stop", None), (5, 7, "stop", None)]
