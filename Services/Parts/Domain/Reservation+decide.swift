import Vocabulary

extension Reservation {
    package enum Command: Equatable, Sendable {
        /// Lines as the store could serve them at once; a later visit may ask for more.
        case request([Line])
        /// A backorder was filled.
        case fill(sku: String, quantity: Int)
        /// The work is done; `nil`: what was asked for counts as used.
        case issue(used: [PartAmount]?)
        /// The work will not be done.
        case release
    }

    package enum Event: Equatable, Sendable {
        case requested(Line)
        case filled(sku: String, quantity: Int)
        /// Everything asked for is put aside.
        case becameWhole
        /// Something asked for is lacking.
        case foundShort
        case issued([PartAmount])
        /// Put aside or still lacking, and not needed any more.
        case released([PartAmount])
    }

    /// Pure; an empty result means that the command changes nothing: what comes after the end comes too late to matter,
    /// because the stock lines have already let go of the claim.
    package func decide(_ command: Command) throws(ReservationRefusal) -> [Event] {
        switch (state, command) {
        case (.short, .request(let lines)), (.reserved, .request(let lines)): try request(lines)
        case (.issued, .request), (.released, .request): throw .alreadyEnded
        case (.short, .fill(let sku, let quantity)): fill(sku, quantity)
        case (.reserved, .fill), (.issued, .fill), (.released, .fill): []
        case (.short, .issue(let used)), (.reserved, .issue(let used)): issue(used)
        case (.issued, .issue), (.released, .issue): []
        case (.short, .release), (.reserved, .release): [.released(requested)]
        case (.issued, .release), (.released, .release): []
        }
    }

    private func request(_ wanted: [Line]) throws(ReservationRefusal) -> [Event] {
        guard !wanted.isEmpty, wanted.allSatisfy({ $0.requested > 0 }) else { throw .nothingRequested }
        let events = wanted.map(Event.requested)
        let whole = events.reduce(self) { $0.applying($1) }.missing.isEmpty
        return events + [whole ? .becameWhole : .foundShort]
    }

    private func fill(_ sku: String, _ quantity: Int) -> [Event] {
        guard let line = lines.first(where: { $0.sku == sku }), line.short > 0, quantity > 0 else { return [] }
        let filled = Event.filled(sku: sku, quantity: min(quantity, line.short))
        return applying(filled).missing.isEmpty ? [filled, .becameWhole] : [filled]
    }

    /// What was used is issued; what was asked for beyond it is released.
    private func issue(_ used: [PartAmount]?) -> [Event] {
        let used = (used ?? requested).merged()
        let usedBySKU = Dictionary(used.map { ($0.sku, $0.quantity) }, uniquingKeysWith: +)
        let unused = requested.map { PartAmount(sku: $0.sku, quantity: $0.quantity - usedBySKU[$0.sku, default: 0]) }
            .merged()
        return [.issued(used)] + (unused.isEmpty ? [] : [.released(unused)])
    }
}

package enum ReservationRefusal: String, Refusal, CaseIterable {
    case nothingRequested = "nothing-requested"
    case alreadyEnded = "reservation-already-ended"

    package var code: String { rawValue }

    package var explanation: Bilingual {
        switch self {
        case .nothingRequested:
            Bilingual(zh: "请至少写明一种配件，数量为正数。", en: "Name at least one part, with a positive quantity.")
        case .alreadyEnded:
            Bilingual(zh: "该预留已出库或已释放。", en: "The reservation has been issued or released already.")
        }
    }
}
