import Vocabulary

extension WorkOrder {
    package enum Command: Equatable, Sendable {
        /// Planning found a slot.
        case schedule(Slot)
        /// Planning found none.
        case postpone(NotPlannable)
        case depart
        case arrive
        case complete(ServiceReport)
        case reportNotRepairable(finding: String)
        /// The repair needs parts that the technician does not carry.
        case waitForParts([PartNeed], reservationID: ReservationID)
        /// The store said what is missing of a reservation.
        case noteShortage(ReservationID, missing: [PartNeed])
        /// The store has put everything of a reservation aside.
        case confirmParts(ReservationID)
        case cancel(reason: String)
    }

    package enum Event: Equatable, Sendable {
        case visitScheduled(Visit)
        case planningPostponed(NotPlannable, attempts: Int)
        case departed(Visit, at: Timestamp)
        case arrived(Visit, at: Timestamp)
        case partsRequested(PartsRequest, at: Timestamp)
        case shortageNoted(missing: [PartNeed])
        case partsConfirmed
        case completed(ServiceReport, at: Timestamp)
        case foundNotRepairable(finding: String, at: Timestamp)
        case cancelled(reason: String)
    }
}

package enum WorkOrderRefusal: String, Refusal, CaseIterable {
    case unknownWorkOrder = "unknown-work-order"
    case noVisitScheduled = "no-visit-scheduled"
    case alreadyScheduled = "visit-already-scheduled"
    case notUnderWay = "technician-not-under-way"
    case notArrived = "technician-not-arrived"
    case alreadyArrived = "technician-already-arrived"
    case waitingForParts = "waiting-for-parts"
    case noPartsNamed = "no-parts-named"
    case malformedPartNumber = "malformed-part-number"
    case tooManyParts = "too-many-parts"
    case faultMissing = "fault-missing"
    case measureMissing = "measure-missing"
    case findingMissing = "finding-missing"
    case alreadyDone = "work-already-done"
    case alreadyNotRepairable = "already-reported-not-repairable"
    case alreadyCancelled = "work-order-already-cancelled"

    package var code: String { rawValue }

    package var explanation: Bilingual {
        switch self {
        case .unknownWorkOrder:
            Bilingual(zh: "该服务单下没有这张派工单。", en: "The case has no such work order.")
        case .noVisitScheduled:
            Bilingual(zh: "尚未安排上门，请等待预约确定。", en: "No visit is scheduled yet; wait for the appointment.")
        case .alreadyScheduled:
            Bilingual(zh: "上门时间已安排。", en: "A visit is scheduled already.")
        case .notUnderWay:
            Bilingual(zh: "工程师尚未出发，请先登记出发。", en: "The technician has not set off; report the departure first.")
        case .notArrived:
            Bilingual(zh: "工程师尚未到达，请先登记到达。", en: "The technician has not arrived; report the arrival first.")
        case .alreadyArrived:
            Bilingual(zh: "工程师已经到达。", en: "The technician has arrived already.")
        case .waitingForParts:
            Bilingual(zh: "该派工单正在等待配件。", en: "The work order is waiting for parts.")
        case .noPartsNamed:
            Bilingual(zh: "请至少写明一种配件，数量为正数。", en: "Name at least one part, with a positive quantity.")
        case .malformedPartNumber:
            Bilingual(zh: "配件编号不能为空，也不能含有“@”。", en: "A part number must not be empty or hold an “@”.")
        case .tooManyParts:
            Bilingual(
                zh: "一张派工单最多可写 100 种配件，每种最多 1,000,000 件。",
                en: "A work order names at most 100 parts, of each at most 1,000,000 pieces."
            )
        case .faultMissing:
            Bilingual(zh: "请填写故障情况。", en: "Write down the fault that was found.")
        case .measureMissing:
            Bilingual(zh: "请填写处理措施。", en: "Write down what was done.")
        case .findingMissing:
            Bilingual(zh: "请填写无法修复的原因。", en: "Write down why the product cannot be repaired.")
        case .alreadyDone:
            Bilingual(zh: "该派工单已完成。", en: "The work is done already.")
        case .alreadyNotRepairable:
            Bilingual(zh: "该派工单已判定无法修复。", en: "The product has been reported as not repairable already.")
        case .alreadyCancelled:
            Bilingual(zh: "该派工单已取消。", en: "The work order has been cancelled already.")
        }
    }
}
