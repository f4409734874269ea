import Vocabulary

extension Reservation {
    package enum Command: Equatable, Sendable {
        /// A backorder was filled.
        case fill(sku: String, quantity: Int)
        /// The work is done and used so much of what was asked for.
        case issue(used: [PartAmount])
        /// The work will not be done.
        case release
    }

    package enum Event: Equatable, Sendable {
        case filled(sku: String, quantity: Int)
        /// Everything asked for is put aside.
        case becameWhole(at: Timestamp)
        case issued([PartAmount], at: Timestamp)
        /// Put aside or still lacking, and not needed any more.
        case released([PartAmount], at: Timestamp)
    }

    /// Pure and without refusals: these commands are news of what happened elsewhere.
    ///
    /// What comes after the end comes too late to matter, because the stock lines have already let go of the claim.
    package func decide(_ command: Command, now: Timestamp) -> [Event] {
        switch (state, command) {
        case (.short, .fill(let sku, let quantity)): fill(sku, quantity, now: now)
        case (.reserved, .fill), (.issued, .fill), (.released, .fill): []
        case (.short, .issue(let used)), (.reserved, .issue(let used)): issue(used, now: now)
        case (.issued, .issue), (.released, .issue): []
        case (.short, .release), (.reserved, .release): [.released(requested, at: now)]
        case (.issued, .release), (.released, .release): []
        }
    }

    private func fill(_ sku: String, _ quantity: Int, now: Timestamp) -> [Event] {
        guard let line = lines.first(where: { $0.sku == sku }), line.short > 0, quantity > 0 else { return [] }
        let filled = Event.filled(sku: sku, quantity: min(quantity, line.short))
        return applying(filled).missing.isEmpty ? [filled, .becameWhole(at: now)] : [filled]
    }

    /// What was used is issued; what was asked for beyond it is released.
    private func issue(_ used: [PartAmount], now: Timestamp) -> [Event] {
        let (issued, unused, _) = split(used)
        guard !issued.isEmpty else { return [.released(unused, at: now)] }
        return [.issued(issued, at: now)] + (unused.isEmpty ? [] : [.released(unused, at: now)])
    }

    /// Parts what was used into what this reservation covers, what of it stays unused, and what it does not cover.
    package func split(_ used: [PartAmount]) -> (covered: [PartAmount], unused: [PartAmount], beyond: [PartAmount]) {
        let usedBySKU = Dictionary(used.map { ($0.sku, $0.quantity) }, uniquingKeysWith: +)
        let covered = requested.map {
            PartAmount(sku: $0.sku, quantity: min($0.quantity, usedBySKU[$0.sku, default: 0]))
        }
        let coveredBySKU = Dictionary(covered.map { ($0.sku, $0.quantity) }, uniquingKeysWith: +)
        let unused = requested.map {
            PartAmount(sku: $0.sku, quantity: $0.quantity - coveredBySKU[$0.sku, default: 0])
        }
        let beyond = used.merged().map {
            PartAmount(sku: $0.sku, quantity: $0.quantity - coveredBySKU[$0.sku, default: 0])
        }
        return (covered.merged(), unused.merged(), beyond.merged())
    }
}

package enum ReservationRefusal: String, Refusal, CaseIterable {
    case nothingRequested = "nothing-requested"

    package var code: String { rawValue }

    package var explanation: Bilingual {
        switch self {
        case .nothingRequested:
            Bilingual(zh: "请至少写明一种配件，数量为正数。", en: "Name at least one part, with a positive quantity.")
        }
    }
}
