extension Check {
    /// Parts in, parts out, parts on the shelf.
    static let stock: [Check] = [
        Check(
            "stock is conserved",
            tables: ["parts.stock_line", "parts.stock_movement"],
            """
            select l.id || ': ledger says ' || m.on_hand || ' on hand and ' || m.reserved || ' reserved, the shelf '
                || l.on_hand || ' and ' || l.reserved as violation
            from parts.stock_line l join (
                select stock_line_id,
                    sum(case movement when 'receipt' then quantity when 'issue' then -quantity else 0 end) as on_hand,
                    sum(case movement when 'reserve' then quantity
                        when 'release' then -quantity when 'issue' then -quantity else 0 end) as reserved
                from parts.stock_movement group by stock_line_id
            ) m on m.stock_line_id = l.id
            where l.on_hand <> m.on_hand or l.reserved <> m.reserved
            """
        ),
        Check(
            "the ledger has no gaps and ends at the shelf's balance",
            tables: ["parts.stock_line", "parts.stock_movement"],
            """
            select l.id || ': ' || m.n || ' entries up to number ' || m.last || ', balance ' || m.on_hand as violation
            from parts.stock_line l join (
                select stock_line_id, count(*) as n, max(ordinal) as last,
                    (array_agg(on_hand_after order by ordinal desc))[1] as on_hand
                from parts.stock_movement group by stock_line_id
            ) m on m.stock_line_id = l.id
            where m.n <> m.last or m.on_hand <> l.on_hand
            """
        ),
        Check(
            "what is reserved is what claims hold",
            tables: ["parts.stock_line", "parts.stock_claim"],
            """
            select l.id || ': ' || l.reserved || ' reserved, claims hold ' || coalesce(sum(c.held), 0) as violation
            from parts.stock_line l left join parts.stock_claim c on c.stock_line_id = l.id
            group by l.id, l.reserved having l.reserved <> coalesce(sum(c.held), 0)
            """
        ),
        Check(
            "no reservation outlives its work order",
            tables: ["parts.reservation", "dispatch.work_order"],
            """
            select 'reservation ' || r.id || ' is ' || r.status || ', its work order ' || w.status as violation
            from parts.reservation r join dispatch.work_order w on w.id = r.work_order_id
            where r.status in ('short', 'reserved') and w.status in ('done', 'not-repairable', 'cancelled')
            """
        ),
    ]
}
