import Vocabulary

/// Why intake changes nothing.
package enum CaseRefusal: Refusal, Hashable {
    case unknownCase
    case unknownCustomer
    case missing(Field)
    case contractDateInFuture(CalendarDate)
    case alreadyClosed(CaseOutcome)
    case alreadyCancelled
    /// The technician is with the customer or has been; the visit must end first.
    case workHasBegun
    /// Another service has the case in hand and must end its part.
    case heldBy(CasePart.Kind)
    case unreadableField(name: String)

    package enum Field: String, Sendable {
        case customerName = "customer-name"
        case productCategory = "product-category"
        case symptom, region, solution, reason, identifier
    }

    package var code: String {
        switch self {
        case .unknownCase: "unknown-case"
        case .unknownCustomer: "unknown-customer"
        case .missing(let field): "missing-\(field.rawValue)"
        case .contractDateInFuture: "contract-date-in-future"
        case .alreadyClosed: "already-closed"
        case .alreadyCancelled: "already-cancelled"
        case .workHasBegun: "work-has-begun"
        case .heldBy(let kind): "held-by-\(kind.rawValue)"
        case .unreadableField: "unreadable-field"
        }
    }

    package var explanation: Bilingual {
        switch self {
        case .unknownCase:
            Bilingual(zh: "没有这个服务单。请核对服务单编号。", en: "There is no such case. Check the case id.")
        case .unknownCustomer:
            Bilingual(
                zh: "没有这份客户档案。请用 aftercare erase --find 查找。",
                en: "There is no such customer file. Look for it with aftercare erase --find."
            )
        case .missing(let field):
            Bilingual(zh: "缺少\(field.title.zh)，请补填。", en: "The \(field.title.en) is missing; fill it in.")
        case .contractDateInFuture(let date):
            Bilingual(
                zh: "合同日期\(date)在将来，请核对。",
                en: "The contract date \(date) lies in the future; check it."
            )
        case .alreadyClosed(let outcome):
            Bilingual(
                zh: "服务单已结案（\(outcome.rawValue)）。如有新问题，请登记新的服务单。",
                en: "The case is closed (\(outcome.rawValue)). Register a new case for a new matter."
            )
        case .alreadyCancelled:
            Bilingual(
                zh: "服务单已取消。如有需要，请重新登记。",
                en: "The case is cancelled. Register it again if it is needed."
            )
        case .workHasBegun:
            Bilingual(
                zh: "技术人员已到现场，请先结束本次上门服务。",
                en: "The technician has arrived; the visit must be ended first."
            )
        case .heldBy(let kind):
            Bilingual(
                zh: "\(kind.title.zh)尚未结束，请先由其负责人办结。",
                en: "The \(kind.title.en) has not ended; whoever handles it must end it first."
            )
        case .unreadableField(let name):
            Bilingual(zh: "字段 \(name) 的内容无法识别。", en: "The field \(name) cannot be understood.")
        }
    }
}

extension CaseRefusal.Field {
    var title: Bilingual {
        switch self {
        case .customerName: Bilingual(zh: "客户姓名", en: "customer's name")
        case .productCategory: Bilingual(zh: "产品类别", en: "product category")
        case .symptom: Bilingual(zh: "故障现象", en: "fault symptom")
        case .region: Bilingual(zh: "服务区域", en: "region")
        case .solution: Bilingual(zh: "解决办法", en: "solution")
        case .reason: Bilingual(zh: "原因", en: "reason")
        case .identifier: Bilingual(zh: "编号", en: "identifier")
        }
    }
}

extension CasePart.Kind {
    var title: Bilingual {
        switch self {
        case .workOrder: Bilingual(zh: "派工单", en: "work order")
        case .returnGoods: Bilingual(zh: "退换货单", en: "return")
        case .survey: Bilingual(zh: "满意度调查", en: "survey")
        case .complaint: Bilingual(zh: "投诉", en: "complaint")
        case .answer: Bilingual(zh: "热线答复", en: "hotline's answer")
        }
    }
}
