import Database
import Messages
import Messaging
import NotificationsDomain
import NotificationsService
import TestKit
import Testing
import Vocabulary

@Suite("The wording of every stage", .timeLimit(.minutes(2)))
struct TemplateTests {
    @Test(
        "NO-01: given the seeded templates, then every stage has one per channel and language, with company and hotline"
    )
    func complete() async throws {
        let notifications = try await makeNotifications()
        let rows = try await notifications.pool.query("select stage, channel, language, code, body from template")
        #expect(rows.count == Stage.allCases.count * Channel.allCases.count * Language.allCases.count)
        let codes = try rows.map { try $0.decode("code", as: String.self) }
        let expected = Stage.allCases.flatMap { stage in
            Channel.allCases.flatMap { channel in
                Language.allCases.map { "\(stage.rawValue).\(channel.rawValue).\($0.rawValue)" }
            }
        }
        #expect(Set(codes) == Set(expected))
        for row in rows {
            let body = try row.decode("body", as: String.self)
            #expect(body.contains("{{company}}") && body.contains("{{hotline}}") && body.contains("{{customer}}"))
        }
    }

    @Test("NO-15 NO-16 NO-18: given one message of every stage, then each is rendered and delivered")
    func everyStage() async throws {
        let notifications = try await makeNotifications()
        try await notifications.send(Fixture.registered())
        for message in Self.stages { try await notifications.send(message) }
        #expect(try await notifications.sent(NotificationFailedV1.self).isEmpty)
        _ = try await notifications.worker().deliverDue()
        let stages = try await notifications.sent(NotificationDeliveredV1.self).map(\.stage)
        #expect(Set(stages) == Set(Stage.allCases.map(\.rawValue)))
        #expect(stages.count == Stage.allCases.count)
        let texts = try await notifications.deliveredTexts()
        #expect(texts.allSatisfy { !$0.contains("{{") && $0.contains("王芳，") && $0.contains("Dear 王芳, ") })
        let all = texts.joined()
        for detail in ["A-1 × 2", "退款 199.00 CNY", "refunded with 199.00 CNY", "免费返修；换人", "已修复", "Iron Acme"] {
            #expect(all.contains(detail), "\(detail) is missing")
        }
    }

    @Test("NO-01: given a newer version of a template, then it is the one that is used")
    func newerVersion() async throws {
        let notifications = try await makeNotifications()
        try await notifications.pool.execute(
            """
            insert into template (stage, channel, language, version, subject, body)
            values ('case-closed', 'log', 'zh', 2, '新', '新版 {{customer}}')
            """
        )
        try await notifications.send(Fixture.registered())
        try await notifications.send(Fixture.closed())
        _ = try await notifications.worker().deliverDue()
        #expect(try await notifications.deliveredTexts().first?.hasPrefix("新版 王芳") == true)
    }

    private static var stages: [any Message] {
        let caseID = Fixture.caseID
        let returnID = ReturnID(UniqueID(high: 0x1000, low: 6))
        let complaintID = ComplaintID(UniqueID(high: 0x1000, low: 7))
        let lines = [PartLine(sku: "A-1", quantity: 2)]
        return [
            Fixture.scheduled(),
            Fixture.waiting(for: lines),
            ShortageReportedV1(
                caseID: caseID,
                workOrderID: Fixture.workOrderID,
                reservationID: ReservationID(UniqueID(high: 0x1000, low: 4)),
                site: "CN-SH",
                lines: lines,
                missing: lines,
                reportedAt: .now
            ),
            WorkOrderCompletedV1(
                caseID: caseID,
                workOrderID: Fixture.workOrderID,
                surveyID: SurveyID(UniqueID(high: 0x1000, low: 5)),
                report: WorkReport(faultFound: "断线", measure: "更换电源线", partsUsed: []),
                reservationIDs: [],
                customer: Fixture.customer(),
                product: Fixture.product,
                entitlement: Entitlement(decision: .free, reason: .withinGuarantee),
                region: "CN-SH",
                completedAt: .now
            ),
            ReturnAuthorisedV1(
                caseID: caseID,
                returnID: returnID,
                reason: "within-guarantee",
                product: Fixture.product,
                authorisedAt: .now
            ),
            ReturnRefusedV1(caseID: caseID, returnID: returnID, reason: "人为损坏", refusedAt: .now),
            ReturnSettledV1(
                caseID: caseID,
                returnID: returnID,
                settlement: .refund,
                amount: Money(minorUnits: 19_900, currency: "CNY"),
                settledAt: .now
            ),
            SurveyInvitedV1(
                caseID: caseID,
                surveyID: SurveyID(UniqueID(high: 0x1000, low: 5)),
                customer: Fixture.customer(),
                product: Fixture.product,
                invitedAt: .now,
                expiresAt: .now + .days(7)
            ),
            ComplaintRegisteredV1(
                caseID: caseID,
                complaintID: complaintID,
                object: "维修",
                demand: "返修",
                facts: Personal("坏了"),
                channel: .phone,
                urgency: .normal,
                origin: .customer,
                registeredAt: .now,
                visitDue: .now + .hours(8),
                handlingDue: .now + .days(1)
            ),
            ComplaintAcknowledgedV1(caseID: caseID, complaintID: complaintID, owner: "li", acknowledgedAt: .now),
            ComplaintAnsweredV1(
                caseID: caseID,
                complaintID: complaintID,
                validity: .valid,
                decision: "免费返修",
                measure: "换人",
                owner: "li",
                answeredAt: .now
            ),
            ComplaintClosedV1(caseID: caseID, complaintID: complaintID, validity: .valid, closedAt: .now),
            Fixture.closed(),
        ]
    }
}
