import Vocabulary

/// Why a command leaves the return as it is.
package enum ReturnRefusal: Refusal, Equatable {
    case unknownCase
    case unknownReturn
    case idTaken
    case unknownValue(String)
    case contractDateInFuture(CalendarDate)
    case missing(Field)
    case reasonMissing
    case amountMissing
    case notAuthorised
    case alreadyAuthorised
    case alreadyRefused
    case notReceived
    case alreadyReceived
    case serialNumberDiffers
    case notInspected
    case alreadyDisposed(Disposition)
    case alreadySettled

    package var code: String {
        switch self {
        case .unknownCase: "unknown-case"
        case .unknownReturn: "unknown-return"
        case .idTaken: "return-id-taken"
        case .unknownValue: "unknown-value"
        case .contractDateInFuture: "contract-date-in-future"
        case .missing(let field): "missing-\(field.rawValue)"
        case .reasonMissing: "reason-missing"
        case .amountMissing: "amount-missing"
        case .notAuthorised: "not-authorised"
        case .alreadyAuthorised: "already-authorised"
        case .alreadyRefused: "already-refused"
        case .notReceived: "not-received"
        case .alreadyReceived: "already-received"
        case .serialNumberDiffers: "serial-number-differs"
        case .notInspected: "not-inspected"
        case .alreadyDisposed: "already-disposed"
        case .alreadySettled: "already-settled"
        }
    }

    package var explanation: Bilingual {
        switch self {
        case .unknownCase:
            Bilingual(
                zh: "没有这个服务单。请核对编号；刚登记的服务单请稍后再试。",
                en: "There is no such case. Check its id; when the case is new, try again in a moment."
            )
        case .unknownReturn:
            Bilingual(zh: "没有这张退换货单。", en: "There is no such return in this case.")
        case .idTaken:
            Bilingual(zh: "该编号已用于另一张退换货单。", en: "This identifier already names another return.")
        case .unknownValue(let member):
            Bilingual(zh: "「\(member)」的取值无法识别。", en: "The value of “\(member)” is not known here.")
        case .contractDateInFuture(let date):
            Bilingual(zh: "合同日期\(date)在将来，请核对。", en: "The contract date \(date) lies in the future; check it.")
        case .missing(let field):
            Bilingual(zh: "缺少\(field.title.zh)，请补填。", en: "The \(field.title.en) is missing; fill it in.")
        case .reasonMissing:
            Bilingual(zh: "请写明决定的理由。", en: "Write down the reason for the decision.")
        case .amountMissing:
            Bilingual(zh: "退款须填写大于零的金额。", en: "A refund needs an amount above zero.")
        case .notAuthorised:
            Bilingual(zh: "退货申请尚未批准，请先作出决定。", en: "The return is not authorised yet; decide on it first.")
        case .alreadyAuthorised:
            Bilingual(zh: "退货已批准，决定不能更改。", en: "The return is already authorised; that decision stands.")
        case .alreadyRefused:
            Bilingual(zh: "退货申请已被拒绝，决定不能更改。", en: "The return is already refused; that decision stands.")
        case .notReceived:
            Bilingual(zh: "货物尚未收到，请先登记收货。", en: "The goods have not arrived; record their receipt first.")
        case .alreadyReceived:
            Bilingual(zh: "货物已登记收货。", en: "The receipt of the goods is already recorded.")
        case .serialNumberDiffers:
            Bilingual(
                zh: "收到货物的序列号与申请不符，请核对。",
                en: "The serial number of the goods differs from the one in the request; check the goods."
            )
        case .notInspected:
            Bilingual(zh: "货物尚未检验处置，请先登记处置结果。", en: "The goods are not inspected; record their disposition first.")
        case .alreadyDisposed(let disposition):
            Bilingual(
                zh: "货物已按「\(disposition.chinese)」处置。",
                en: "The goods are already disposed of as “\(disposition.rawValue)”."
            )
        case .alreadySettled:
            Bilingual(zh: "退换货单已结清。", en: "The return is already settled.")
        }
    }
}

extension ReturnRefusal {
    /// What must be written down.
    package enum Field: String, CaseIterable, Sendable {
        case customerName = "customer-name"
        case productCategory = "product-category"
        case condition, finding

        var title: Bilingual {
            switch self {
            case .customerName: Bilingual(zh: "客户姓名", en: "customer's name")
            case .productCategory: Bilingual(zh: "产品类别", en: "product category")
            case .condition: Bilingual(zh: "货物状况", en: "condition of the goods")
            case .finding: Bilingual(zh: "检验结果", en: "finding of the inspection")
            }
        }
    }
}

extension Disposition {
    /// The trade's word.
    package var chinese: String {
        switch self {
        case .restock: "重新入库"
        case .repair: "维修"
        case .refurbish: "翻新"
        case .dismantle: "拆件"
        case .returnToVendor: "退回供应商"
        case .recycle: "回收"
        case .scrap: "报废"
        }
    }
}
