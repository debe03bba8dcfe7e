"""Which parcels (快递单) wait for a clerk, and why: one statement over what is not settled yet."""

from datetime import datetime

from tortoise.connection import get_connection

from adapters.postgres.shipments import PostgresShipments
from adapters.postgres.within import case_within, named
from domain.kernel.ids import ShipmentId
from domain.kernel.remit import EVERY_BODY, Remit
from domain.shipments.cause import (
    LATE_PICKUP,
    LOOK_AGAIN,
    TO_DO,
    TOO_LONG,
    UNFETCHED,
    Cause,
    Group,
)
from domain.shipments.ports import Placed

# a collection is of use while its case is open; what goes out, while it has somewhere to go
CAUSES = f"""
WITH known AS (
    SELECT s.*, c.state AS case_state,
        s.direction = 'collect' AS comes_in,
        c.state IN ('confirmed', 'filed', 'supplementing', 'accepted') AS is_open,
        CASE s.direction
            WHEN 'collect' THEN c.state IN ('confirmed', 'filed', 'supplementing', 'accepted')
            WHEN 'deliver' THEN c.state = 'licensed'
            ELSE c.state IN ('denied', 'not_accepted', 'returned', 'withdrawn', 'closed')
        END AS is_of_use,
        coalesce(s.looked_at > %(now)s - %(look_again)s, false) AS was_looked_at,
        coalesce(s.first_tried_at, s.planned_at) AS began,
        coalesce(
            (s.pickup_day + right(nullif(s.pickup_window, ''), 5)::time) AT TIME ZONE 'Asia/Shanghai'
                + %(late_pickup)s,
            coalesce(s.first_tried_at, s.planned_at) + %(unfetched)s
        ) AS fetched_by,
        NOT EXISTS (
            SELECT 1 FROM shipments later WHERE later.case_id = s.case_id
                AND later.direction = s.direction AND later.attempt > s.attempt
        ) AS is_last
    FROM shipments s JOIN cases c ON c.id = s.case_id
    WHERE NOT s.settled AND {case_within("c")}
), judged AS (
    SELECT id, coalesce(mismatched_at, scanned_at, heard_at, began) AS since, planned_at, CASE
        WHEN comes_in AND mismatched_at IS NOT NULL THEN
            CASE WHEN NOT was_looked_at THEN 'mismatch' END
        WHEN state = 'lost' AND is_of_use AND case_state <> 'closed' AND voided_at IS NULL
            AND (NOT comes_in OR coalesce(open_pieces, 1) > 0) THEN 'lost'
        WHEN state IN ('returned', 'cancelled') THEN
            CASE WHEN is_of_use AND is_last AND case_state <> 'closed' AND NOT was_looked_at THEN state END
        WHEN state = 'scanned' AND is_open AND open_pieces > 0 THEN
            CASE WHEN NOT was_looked_at THEN 'awaited' END
        WHEN state = 'scanned' THEN
            CASE WHEN case_state IN ('licensed', 'delivered', 'closed')
                AND coalesce(at_counter, 1) > 0 AND EXISTS (
                    SELECT 1 FROM decisions d WHERE d.case_id = known.case_id AND d.result = 'granted')
                THEN 'to_void' END
        WHEN comes_in AND state IN ('delivered_self', 'delivered_other', 'parked') THEN 'arrived'
        WHEN state IN ('delivered_other', 'parked') THEN
            CASE WHEN NOT was_looked_at THEN 'to_confirm' END
        WHEN state IN ('with_staff', 'problem', 'refused', 'returning') AND NOT was_looked_at THEN state
        WHEN way = 'counter' AND state = 'planned' AND NOT comes_in THEN 'to_hand_over'
        WHEN state IN ('ordered', 'accepted') AND fetched_by < %(now)s AND NOT was_looked_at
            THEN 'not_picked_up'
        WHEN state IN ('picked_up', 'in_transit', 'out_for_delivery') AND NOT was_looked_at
            AND greatest(began, pickup_day::timestamptz) < %(now)s - %(too_long)s THEN 'too_long'
        WHEN comes_in AND state NOT IN ('lost', 'ordering', 'unknown') THEN 'arriving'
    END AS cause
    FROM known
)
"""  # noqa: S608 - our own words
COUNT = CAUSES + "SELECT count(*) AS n FROM judged WHERE cause = ANY(%(causes)s)"  # noqa: S608 - our own two halves
READ = (
    CAUSES  # noqa: S608 - as above
    + "SELECT id, cause, since FROM judged WHERE cause = ANY(%(causes)s)"
    + " ORDER BY array_position(%(causes)s, cause), since, id LIMIT %(size)s"
)


class PostgresCertificateQueue:
    """Implements CertificateQueue."""

    def __init__(self, shipments: PostgresShipments) -> None:
        self._shipments = shipments

    async def placed(
        self, at: datetime, *, group: Group | None, size: int, remit: Remit = EVERY_BODY
    ) -> tuple[int, tuple[Placed, ...]]:
        wanted = [
            str(cause)
            for cause in Cause
            if TO_DO[cause].group is group or (group is None and cause is not Cause.ARRIVING)
        ]
        told = {
            "now": at,
            "look_again": LOOK_AGAIN,
            "late_pickup": LATE_PICKUP,
            "unfetched": UNFETCHED,
            "too_long": TOO_LONG,
            "causes": wanted,
            "size": size,
            "bodies": named(remit),
        }
        connection = get_connection("default")
        [counted] = await connection.execute_query_dict(COUNT, told)  # type: ignore[arg-type]  # psycopg takes names too
        rows = await connection.execute_query_dict(READ, told)  # type: ignore[arg-type]  # as above
        found = [
            Placed(await self._shipments.by_id(ShipmentId(row["id"])), Cause(row["cause"]), row["since"])
            for row in rows
        ]
        return int(counted["n"]), tuple(found)
