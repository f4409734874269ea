import ArgumentParser
import Foundation
import OperatorKit

/// `make bench`: what messages cost, as ratios between measurements of one run on one machine.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures the message runtime against plain PostgreSQL and a plain Kafka producer.",
        discussion: """
            It starts a private PostgreSQL (durable as shipped) and a development broker in a temporary folder, or uses \
            DATABASE_URL and KAFKA_BOOTSTRAP_SERVERS (both must be empty), and removes its temporary folder. Nothing \
            else should run meanwhile.
            """
    )

    @Argument(help: "What to measure: \(Subject.allCases.map(\.rawValue).joined(separator: ", ")). None: everything.")
    var subjects: [Subject] = []

    @Option(help: "Seconds per measurement.")
    var seconds = 10

    @Option(help: "Also write the figures to this JSON file.")
    var json: String?

    func run() async throws {
        let surroundings = try await Surroundings.start()
        var report = Report(about: try await surroundings.facts())
        do {
            for subject in subjects.isEmpty ? Subject.allCases : subjects {
                try await subject.measure(in: surroundings, for: .seconds(seconds), into: &report)
            }
        } catch {
            await surroundings.stop()
            throw error
        }
        await surroundings.stop()
        if let json { try report.json.write(toFile: json, atomically: true, encoding: .utf8) }
    }
}

enum Subject: String, CaseIterable, ExpressibleByArgument {
    // In this order: the relay's own measurement leaves messages in a topic that the latency is taken on.
    case timers, latency, runner, relay

    func measure(in surroundings: Surroundings, for time: Duration, into report: inout Report) async throws {
        switch self {
        case .runner: try await RunnerBench(surroundings, time).run(&report)
        case .relay: try await RelayBench(surroundings).run(&report)
        case .latency: try await LatencyBench(surroundings, time).run(&report)
        case .timers: try await TimerBench(surroundings, time).run(&report)
        }
    }
}
