/// A promise with its time: what it was started with, and everything that has happened to it since.
///
/// Holds facts only. When it is due follows from them, the target and the calendar, so a changed target or calendar
/// gives the due time that a clock started anew with the same facts would have, and the order in which pauses are
/// reported does not matter.
package struct DeadlineClock: Hashable, Sendable {
    package let startedAt: Timestamp
    package private(set) var target: ClockTarget
    /// When to remind before the breach.
    package let warnings: [WarningStep]
    package private(set) var pauses: [Pause] = []
    package private(set) var ending: Ending?
    /// The steps that have been announced.
    package private(set) var announcedWarnings: Set<WarningStep> = []
    package private(set) var announcedBreach = false

    /// A stretch in which the promise waits for somebody else.
    package struct Pause: Hashable, Sendable {
        package let start: Timestamp
        /// `nil` while it lasts.
        package let end: Timestamp?
        package let reason: PauseReason

        package init(from start: Timestamp, to end: Timestamp?, reason: PauseReason) {
            self.start = start
            self.end = end
            self.reason = reason
        }
    }

    /// How the clock came to rest.
    package enum Ending: Hashable, Sendable {
        case stopped(at: Timestamp)
        /// What was promised is not wanted any more.
        case calledOff(at: Timestamp)
    }

    package init(startedAt: Timestamp, target: ClockTarget, warnings: [WarningStep] = []) {
        self.startedAt = startedAt
        self.target = target
        self.warnings = warnings
    }
}

/// Why a clock is paused.
package enum PauseReason: String, Hashable, CaseIterable, Sendable {
    case waitingForParts, waitingForCustomer, waitingForPayment, movedToFactory, heldByApproval

    package var name: Bilingual {
        switch self {
        case .waitingForParts: Bilingual(zh: "等待配件", en: "waiting for parts")
        case .waitingForCustomer: Bilingual(zh: "等待顾客", en: "waiting for the customer")
        case .waitingForPayment: Bilingual(zh: "等待付款", en: "waiting for payment")
        case .movedToFactory: Bilingual(zh: "返厂", en: "moved to the factory")
        case .heldByApproval: Bilingual(zh: "等待审批", en: "waiting for approval")
        }
    }
}

/// When to remind that a promise runs out.
package enum WarningStep: Hashable, Sendable {
    /// When that share of the time has been used, in percent.
    case used(percent: Int)
    /// That long before it is due, by the wall clock.
    case before(Duration)

    package var name: Bilingual {
        switch self {
        case .used(let percent): Bilingual(zh: "已用 \(percent)%", en: "\(percent) % used")
        case .before(let time): Bilingual(zh: "到期前 \(time.text.zh)", en: "\(time.text.en) before it is due")
        }
    }
}

extension DeadlineClock {
    /// What can happen to a clock after its start.
    package enum Command: Hashable, Sendable {
        case pause(PauseReason, at: Timestamp)
        case resume(PauseReason, at: Timestamp)
        /// A pause that is reported when it is over.
        case recordPause(PauseReason, from: Timestamp, to: Timestamp)
        case retarget(ClockTarget)
        case stop(at: Timestamp)
        case callOff(at: Timestamp)
    }

    package enum Change: Hashable, Sendable {
        case paused(PauseReason, at: Timestamp)
        case resumed(PauseReason, at: Timestamp)
        case pauseRecorded(PauseReason, from: Timestamp, to: Timestamp)
        case retargeted(ClockTarget)
        case warned(WarningStep)
        case breached
        /// A pause or a calendar that became known later has moved the due time behind the present.
        case breachWithdrawn
        case stopped(at: Timestamp)
        case calledOff(at: Timestamp)
    }

    /// Pure; an empty result means that the command changes nothing.
    package func decide(_ command: Command) throws(ClockRefusal) -> [Change] {
        switch command {
        case .stop(let time):
            if case .stopped = ending { return [] }
            return [.stopped(at: try checked(time))]
        case .callOff(let time):
            if case .calledOff = ending { return [] }
            return [.calledOff(at: try checked(time))]
        case .pause(let reason, let time):
            let time = try checked(time)
            return openPause(reason) == nil ? [.paused(reason, at: time)] : []
        case .resume(let reason, let time):
            let time = try checked(time)
            guard let pause = openPause(reason) else { throw .notPaused(reason) }
            guard time >= pause.start else { throw .endsBeforeStart }
            return [.resumed(reason, at: time)]
        case .recordPause(let reason, let start, let end):
            guard try checked(start) <= end else { throw .endsBeforeStart }
            let pause = Pause(from: start, to: end, reason: reason)
            return pauses.contains(pause) ? [] : [.pauseRecorded(reason, from: start, to: end)]
        case .retarget(let target):
            try checkOpen()
            return target == self.target ? [] : [.retargeted(target)]
        }
    }

    private func checked(_ time: Timestamp) throws(ClockRefusal) -> Timestamp {
        try checkOpen()
        guard time >= startedAt else { throw .beforeStart(startedAt) }
        return time
    }

    private func checkOpen() throws(ClockRefusal) {
        if let ending { throw .ended(ending) }
    }

    private func openPause(_ reason: PauseReason) -> Pause? {
        pauses.first { $0.reason == reason && $0.end == nil }
    }

    /// Total: a change that does not fit leaves the clock as it is.
    package func applying(_ change: Change) -> DeadlineClock {
        var next = self
        switch change {
        case .paused(let reason, let time): next.pauses.append(Pause(from: time, to: nil, reason: reason))
        case .resumed(let reason, let time):
            guard let index = pauses.firstIndex(where: { $0.reason == reason && $0.end == nil }) else { return self }
            next.pauses[index] = Pause(from: pauses[index].start, to: time, reason: reason)
        case .pauseRecorded(let reason, let start, let end):
            next.pauses.append(Pause(from: start, to: end, reason: reason))
        case .retargeted(let target): next.target = target
        case .warned(let step): next.announcedWarnings.insert(step)
        case .breached: next.announcedBreach = true
        case .breachWithdrawn: next.announcedBreach = false
        case .stopped(let time): next.ending = .stopped(at: time)
        case .calledOff(let time): next.ending = .calledOff(at: time)
        }
        return next
    }
}

/// Why a clock does not do what it is told.
package enum ClockRefusal: Refusal, Hashable {
    case beforeStart(Timestamp)
    case endsBeforeStart
    case notPaused(PauseReason)
    case ended(DeadlineClock.Ending)

    package var code: String {
        switch self {
        case .beforeStart: "before-clock-start"
        case .endsBeforeStart: "pause-ends-before-it-starts"
        case .notPaused: "clock-not-paused"
        case .ended: "clock-ended"
        }
    }

    package var explanation: Bilingual {
        switch self {
        case .beforeStart(let start):
            Bilingual(zh: "时间早于计时开始（\(start)）", en: "the time lies before the clock's start at \(start)")
        case .endsBeforeStart: Bilingual(zh: "暂停的结束早于开始", en: "the pause ends before it starts")
        case .notPaused(let reason):
            Bilingual(zh: "计时并未因“\(reason.name.zh)”暂停", en: "the clock is not paused for \(reason.name.en)")
        case .ended: Bilingual(zh: "计时已结束，不能再更改", en: "the clock has ended and does not change any more")
        }
    }
}
