import ComplaintsDomain
import Messages
import Messaging
import Vocabulary

/// A score below the pass mark is a complaint, whether the customer calls it one or not (FL-01, BX-20).
package struct WhenSurveyIsUnsatisfiedOpenComplaint: MessageHandler {
    package init() {}

    package func needs(_ message: Envelope<SurveyAnsweredV1>) -> Needs {
        message.body.complaintID.map { Needs(ComplaintDocument.self, [$0]) } ?? .none
    }

    package func handle(_ message: Envelope<SurveyAnsweredV1>, in work: inout Workspace) throws {
        let body = message.body
        guard !body.isSatisfied, let complaintID = body.complaintID else { return }
        let record = ComplaintRecord(
            id: complaintID,
            caseID: body.caseID,
            object: "满意度调查得分低于 85 / satisfaction score below 85",
            demand: "了解原因并改进 / find out why and put it right",
            facts: Self.facts(body),
            channel: Wire.Channel.web.rawValue,
            urgency: .normal,
            origin: .survey,
            registeredAt: work.now
        )
        let complaint = Complaint(record, deadlines: ComplaintDeadlines())
        try work.open(
            ComplaintDocument(
                complaint,
                customer: body.customer,
                product: body.product,
                surveyID: body.surveyID
            )
        )
    }

    /// The items as the customer rated them, then their own words, which stay sealed.
    private static func facts(_ body: SurveyAnsweredV1) -> Personal<String> {
        let items = body.items
        let ratings = """
            产品质量 \(items.productQuality)，价格 \(items.price)，交货期 \(items.deliveryTime)，\
            包装 \(items.packaging)，售后服务 \(items.afterSalesService)
            """
        guard let remark = body.remark, !remark.isBlank else { return Personal(impersonal: ratings) }
        return Personal(impersonal: "\(ratings)\n\(remark.wireText)")
    }
}
