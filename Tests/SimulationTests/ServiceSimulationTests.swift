import Testing

/// Seeded schedules of the real batch processor, parked lanes and timers on a model of PostgreSQL.
@Suite("Simulated services", .serialized, .timeLimit(.minutes(5)))
struct ServiceSimulationTests {
    @Test(
        "consumer and inbox: given zombies, crashes and lost logs, then each message has its effect once and in order"
    )
    func consumes() async {
        await ServiceSchedule(subject: .inbox).play(2500)
    }

    @Test("parked lanes: given messages that fail for a while, then lanes drain in order and nothing overtakes")
    func parks() async {
        await ServiceSchedule(subject: .parking).play(700)
    }

    @Test("timers: given deadlines set, set anew and cancelled, then each comes once in effect and never early")
    func fires() async {
        await ServiceSchedule(subject: .timers).play(700)
    }

    @Test("the whole way: given real relays before real consumers, then all comes to rest and nothing is missing")
    func worksAsAWhole() async {
        await ServiceSchedule(subject: .whole).play(300)
    }

    @Test(
        "given a consumer that is built wrong, when schedules run, then one of the first finds it",
        arguments: ConsumerFlaw.allCases
    )
    func findsFlaws(flaw: ConsumerFlaw) async {
        let subject: ServiceSchedule.Subject =
            switch flaw {
            case .acceptsGaps, .takesWithoutClaim: .inbox
            case .overtakesParked, .drainsBackwards: .parking
            case .firesByOwnClock, .keepsGenerations: .timers
            }
        let found = await ServiceSchedule(subject: subject, flaw: flaw).firstFailure(1..<500)
        #expect(found != nil)
        if let found { print("\(flaw): found by seed \(found)") }
    }
}
