/// One row of the fault matrix: what it does to the system with the dice of a seed.
package struct FaultRow: Sendable {
    package let id: String
    package let title: String
    /// Instances that a failpoint must kill or stop, or the row has shown nothing.
    package let victims: [String]
    /// Whether integrators must send again what the broker forgot.
    package let forgetsBroker: Bool
    /// Whether its victim is stopped, not ended.
    package let isFreezing: Bool
    package let steps: @Sendable (inout SeededRandom) -> [FaultStep]

    init(
        _ id: String,
        _ title: String,
        victims: [String] = [],
        forgetsBroker: Bool = false,
        isFreezing: Bool = false,
        steps: @escaping @Sendable (inout SeededRandom) -> [FaultStep]
    ) {
        self.id = id
        self.title = title
        self.victims = victims
        self.forgetsBroker = forgetsBroker
        self.isFreezing = isFreezing
        self.steps = steps
    }

    package func schedule(seed: UInt64) -> FaultSchedule {
        var random = SeededRandom(seed: seed ^ id.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
        return FaultSchedule(row: id, seed: seed, steps: steps(&random))
    }

    /// Processes that die at a failpoint each, after some passes.
    private static func dying(_ id: String, _ title: String, _ deaths: [(victim: String, point: String)]) -> FaultRow {
        FaultRow(id, title, victims: deaths.map(\.victim)) { random in
            deaths.map { victim, point in
                let passes = Int.random(in: 2...12, using: &random)
                return FaultStep(0, victim, "failpoints \(point):kill:1:after=\(passes):count=1")
            }
        }
    }

    /// Two rows at once that do not meet; for the short tier.
    private static func together(_ first: String, _ second: String) -> FaultRow? {
        guard let one = all.first(where: { $0.id == first }), let other = all.first(where: { $0.id == second }) else {
            return nil
        }
        return FaultRow(
            "\(first)+\(second)",
            "\(one.title); \(other.title)",
            victims: one.victims + other.victims,
            forgetsBroker: one.forgetsBroker || other.forgetsBroker,
            isFreezing: one.isFreezing || other.isFreezing
        ) { random in one.steps(&random) + other.steps(&random) }
    }

    /// What every change must pass: the rows that a development machine shows in a minute, two at once where they can be.
    package static let short: [FaultRow] =
        [
            dying(
                "R1+C1",
                "relay after reading; consumer before",
                [("gateway-1", "relay.read"), ("parts-1", "consumer.polled")]
            ),
            dying(
                "R2+C2",
                "relay after producing; consumer inside",
                [("intake-1", "producer.queued"), ("parts-1", "consumer.inside")]
            ),
            dying(
                "R3+C3",
                "relay after reports; consumer after",
                [("gateway-1", "relay.reported"), ("intake-1", "consumer.committed")]
            ),
            dying("R4", "relay after its cursor is committed", [("gateway-1", "relay.committed")]),
        ]
        + [
            together("R5", "C4"), together("R6", "C7"), all.first { $0.id == "C5" }, all.first { $0.id == "P1" },
            together("K2", "D1"), all.first { $0.id == "K3" },
        ].compactMap { $0 }

    package static let relay: [FaultRow] = [
        dying("R1", "relay killed after reading", [("gateway-1", "relay.read"), ("intake-1", "relay.read")]),
        dying(
            "R2",
            "relay killed after producing, before all reports",
            [("gateway-1", "producer.queued"), ("intake-1", "producer.queued")]
        ),
        dying(
            "R3",
            "relay killed after the reports",
            [("gateway-1", "relay.reported"), ("intake-1", "relay.reported")]
        ),
        dying(
            "R4",
            "relay killed after its cursor is committed",
            [("gateway-1", "relay.committed"), ("intake-1", "relay.committed")]
        ),
        FaultRow("R5", "relay frozen for three leases while another takes over, then goes on") { random in
            let start = Double.random(in: 1...2, using: &random)
            return [
                FaultStep(0, "gateway-2", "add"), FaultStep(start, "gateway-1", "stop"),
                FaultStep(start + 3.3, "gateway-1", "cont leases"), FaultStep(start + 5, "gateway-2", "remove"),
            ]
        },
        FaultRow("R6", "two relays forced onto the same lanes") { random in
            let thefts = (0..<8).map {
                FaultStep(2 + Double($0) * .random(in: 0.3...0.8, using: &random), "lanes", "steal")
            }
            return [FaultStep(0, "gateway-2", "add"), FaultStep(0, "intake-2", "add")] + thefts
                + [FaultStep(9, "gateway-2", "remove"), FaultStep(9, "intake-2", "remove")]
        },
        FaultRow("R8", "a transaction stays open beside the load") { _ in [FaultStep(0.5, "postgres", "hold 8")] },
    ]

    package static let consumer: [FaultRow] = [
        dying(
            "C1",
            "consumer killed before the transaction",
            [("intake-1", "consumer.polled"), ("parts-1", "consumer.polled")]
        ),
        dying(
            "C2",
            "consumer killed inside the transaction",
            [("intake-1", "consumer.inside"), ("parts-1", "consumer.inside")]
        ),
        dying(
            "C3",
            "consumer killed after the commit, before Kafka's",
            [("intake-1", "consumer.committed"), ("parts-1", "consumer.committed")]
        ),
        FaultRow("C4", "consumer frozen inside a transaction", victims: ["intake-1"], isFreezing: true) { random in
            let passes = Int.random(in: 2...10, using: &random)
            return [
                FaultStep(0, "intake-2", "add"),
                FaultStep(0.5, "intake-1", "failpoints consumer.inside:stop:1:after=\(passes):count=1"),
                FaultStep(20, "intake-1", "cont"), FaultStep(21, "intake-2", "remove"),
            ]
        },
        FaultRow("C5", "consumers come and go") { random in
            (0..<5).flatMap { round in
                let at = Double(round) * 2
                let graceful = Bool.random(using: &random)
                return [
                    FaultStep(at, "intake-2", "add"), FaultStep(at, "parts-2", "add"),
                    FaultStep(at + 1, "intake-2", graceful ? "remove" : "drop"), FaultStep(at + 1, "parts-2", "remove"),
                ]
            }
        },
        FaultRow("C6", "serialization failures and deadlocks of the handlers' statements") { random in
            (0..<6).map { FaultStep(0.5 + Double($0) * .random(in: 0.4...0.8, using: &random), "postgres", "deadlock") }
        },
        FaultRow("C7", "rubbish on the topics") { random in
            (0..<4).map { _ in FaultStep(.random(in: 0...2, using: &random), "topics", "rubbish 25") }
        },
        FaultRow("C8", "offsets forgotten: the topics are read again from their beginning") { random in
            [
                FaultStep(.random(in: 1...2, using: &random), "offsets", "forget"), FaultStep(2.2, "intake-1", "kill"),
                FaultStep(2.3, "parts-1", "kill"), FaultStep(2.3, "gateway-1", "kill"),
            ]
        },
    ]

    package static let database: [FaultRow] = [
        FaultRow("P1", "PostgreSQL stopped `immediate` again and again") { random in
            (0..<3).flatMap { round in
                let at = 0.7 + Double(round) * .random(in: 1.6...2.4, using: &random)
                return [FaultStep(at, "postgres", "immediate"), FaultStep(at + 0.4, "postgres", "start")]
            }
        },
        FaultRow("P2", "the volume of the write-ahead log is full, then has room again") { _ in
            [
                FaultStep(0, "postgres", "small-wal 64"), FaultStep(3, "postgres", "fill-wal"),
                FaultStep(8, "postgres", "free-wal"),
            ]
        },
        FaultRow("P3", "connections used up, and a lock queue behind a change of the schema") { _ in
            [FaultStep(0.5, "postgres", "exhaust 4"), FaultStep(6, "postgres", "lock 3")]
        },
        FaultRow("P6", "every session of the services ended by the server, again and again") { random in
            (0..<5).map {
                FaultStep(0.5 + Double($0) * .random(in: 0.4...0.9, using: &random), "postgres", "terminate")
            }
        },
    ]

    package static let kafka: [FaultRow] = [
        FaultRow("K1", "broker frozen") { random in
            [FaultStep(0.5, "broker", "stop"), FaultStep(.random(in: 6...12, using: &random), "broker", "cont")]
        },
        FaultRow("K2", "broker frozen while services are killed; nothing on it is lost") { _ in
            [
                FaultStep(0.5, "broker", "stop"), FaultStep(1, "gateway-1", "kill"), FaultStep(1.2, "intake-1", "kill"),
                FaultStep(3, "broker", "cont"),
            ]
        },
        FaultRow("K3", "broker killed: it comes back with nothing", forgetsBroker: true) { random in
            [FaultStep(.random(in: 1...2, using: &random), "broker", "wipe")]
        },
    ]

    package static let rest: [FaultRow] = [
        FaultRow("D1", "rolling restart by SIGTERM under load") { _ in
            ["gateway-1", "intake-1", "parts-1"].enumerated().map { number, name in
                FaultStep(0.5 + Double(number) * 1.5, name, "term")
            }
        },
        FaultRow("M1", "a service with few file descriptors, and one frozen for a while") { random in
            [
                FaultStep(0.5, "parts-1", "stop"), FaultStep(.random(in: 6...10, using: &random), "parts-1", "cont"),
                FaultStep(2, "intake-1", "descriptors 64"),
            ]
        },
    ]

    package static let all = relay + consumer + database + kafka + rest
}
