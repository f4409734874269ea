import Vocabulary

/// 派工单: the job of getting one product repaired at the customer's, over as many visits as it takes.
package struct WorkOrder: Equatable, Sendable, Codable {
    package let id: WorkOrderID
    package let caseID: CaseID
    package let job: Job
    /// The visit agreed last, ended or not.
    package private(set) var lastVisit: Visit?
    /// What was asked of the store, one request per visit that found parts missing.
    package private(set) var requests: [PartsRequest]
    package private(set) var state: State

    /// What planning must know of the job.
    package struct Job: Hashable, Sendable, Codable {
        /// Product category: the skill that is needed.
        package let category: String
        package let region: String
        /// The customer's word on when; `nil`: as soon as can be.
        package let wishedTime: Timestamp?

        package init(category: String, region: String, wishedTime: Timestamp?) {
            self.category = category
            self.region = region
            self.wishedTime = wishedTime
        }
    }

    package enum State: Equatable, Sendable, Codable {
        /// 待派工; `attempts` counts the searches in vain.
        case waitingForTechnician(attempts: Int, reason: NotPlannable?)
        /// 已派工
        case assigned(visit: Visit)
        /// 在途
        case underWay(visit: Visit, departedAt: Timestamp)
        /// 已到达
        case arrived(visit: Visit, at: Timestamp)
        /// 待件
        case waitingForParts(since: Timestamp)
        /// 已完成
        case done(report: ServiceReport, at: Timestamp)
        /// 无法修复
        case notRepairable(finding: String, at: Timestamp)
        /// 已取消
        case cancelled(reason: String)
    }

    /// A work order as it is opened: nobody has been found yet.
    package init(id: WorkOrderID, caseID: CaseID, job: Job) {
        self.id = id
        self.caseID = caseID
        self.job = job
        lastVisit = nil
        requests = []
        state = .waitingForTechnician(attempts: 0, reason: nil)
    }

    /// Visits agreed so far, the current one included.
    package var visitCount: Int { lastVisit?.number ?? 0 }

    /// The visit that occupies a technician's time now.
    package var visit: Visit? {
        switch state {
        case .assigned(let visit), .underWay(let visit, _), .arrived(let visit, _): visit
        case .waitingForTechnician, .waitingForParts, .done, .notRepairable, .cancelled: nil
        }
    }

    /// What the finished repair took from the store: the technician's word, else what was asked for.
    package var partsUsed: [PartNeed] {
        guard case .done(let report, _) = state else { return [] }
        return partsUsed(by: report)
    }

    func partsUsed(by report: ServiceReport) -> [PartNeed] {
        report.partsUsed ?? requests.flatMap(\.lines).merged()
    }
}

extension WorkOrder {
    /// Total: what was recorded always applies.
    package func applying(_ event: Event) -> WorkOrder {
        var next = self
        switch event {
        case .visitScheduled(let visit):
            next.lastVisit = visit
            next.state = .assigned(visit: visit)
        case .planningPostponed(let reason, let attempts):
            next.state = .waitingForTechnician(attempts: attempts, reason: reason)
        case .departed(let visit, let time):
            next.state = .underWay(visit: visit, departedAt: time)
        case .arrived(let visit, let time):
            next.state = .arrived(visit: visit, at: time)
        case .partsRequested(let request, let time):
            next.requests.append(request)
            next.state = .waitingForParts(since: time)
        case .shortageNoted(let missing):
            next.note(missing: missing)
        case .partsConfirmed:
            next.note(missing: [])
            next.state = .waitingForTechnician(attempts: 0, reason: nil)
        case .completed(let report, let time):
            next.state = .done(report: report, at: time)
        case .foundNotRepairable(let finding, let time):
            next.state = .notRepairable(finding: finding, at: time)
        case .cancelled(let reason):
            next.state = .cancelled(reason: reason)
        }
        return next
    }

    private mutating func note(missing: [PartNeed]) {
        guard let last = requests.indices.last else { return }
        requests[last].missing = missing
    }
}
