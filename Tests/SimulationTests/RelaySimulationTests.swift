import Testing

/// Seeded schedules of the real relay on a model of PostgreSQL and Kafka.
@Suite("Simulated relays", .serialized, .timeLimit(.minutes(5)))
struct RelaySimulationTests {
    @Test("relay and lease: given crashes, freezes, lost answers and lost logs, then nothing is lost or out of order")
    func holds() async {
        await RelaySchedule().play(6000)
    }

    @Test("given the same seed, when it is played twice, then the same happens")
    func isDeterministic() async {
        for seed in UInt64(1)...20 {
            let logs = await onOwnThread {
                (0..<2).map { _ in
                    let engine = Engine(seed: seed, isLogging: true)
                    _ = RelaySchedule().play(engine)
                    defer { engine.drain() }
                    return engine.trace
                }
            }
            let difference = zip(logs[0], logs[1]).first { $0 != $1 }
            #expect(difference == nil, "seed \(seed): once \(difference?.0 ?? ""), once \(difference?.1 ?? "")")
        }
    }

    @Test(
        "given a relay that is built wrong, when schedules run, then one of the first finds it",
        arguments: RelayFlaw.allCases
    )
    func findsFlaws(flaw: RelayFlaw) async {
        let found = await RelaySchedule(flaw: flaw).firstFailure(1..<2000)
        #expect(found != nil)
        if let found { print("\(flaw): found by seed \(found)") }
    }
}
