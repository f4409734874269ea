import Messages
import Messaging
import TestKit
import Testing
import Vocabulary

@Suite("Intake erases customers", .timeLimit(.minutes(2)))
struct ErasureTests {
    @Test("given a customer with two cases, when the customer is erased, then the proof names both and no other case")
    func customer() async throws {
        let intake = try await makeIntake()
        let cases = [try await intake.register(), try await intake.register()]
        let other = Customer(name: Personal("李雷"), phone: Personal("139 0000 0000"), language: .chinese)
        _ = try await intake.register(Samples.request(customer: other))
        let files = try await intake.sent(CustomerFileStateV1.self)
        #expect(files.map(\.caseCount) == [1, 2, 1])
        #expect(files[1].customer.name.value == "王芳")

        try await intake.send(EraseCustomerV1(customerID: files[0].id, reason: "request 17"))
        let proof = try #require(try await intake.sent(PersonalDataErasedV1.self).first)
        #expect(Set(proof.subjects) == Set(cases.map(\.value)))
        #expect(proof.customerID == files[0].id && proof.reason == "request 17")

        try await intake.send(proof, from: .intake)
        let after = try await intake.sent(CustomerFileStateV1.self)
        #expect(after.map(\.customer.name.wireText) == [Revealer.erased, Revealer.erased, "李雷"])
        let again = try await intake.register()
        #expect(try await intake.sent(CustomerFileStateV1.self).last?.customer.name.value == "王芳")
        #expect(try await intake.state(of: again)?.status == .registered)
    }

    @Test(
        "given an erasure of nobody or of somebody unknown, then it is refused by name",
        arguments: [
            (EraseCustomerV1(reason: "r"), "missing-identifier"),
            (EraseCustomerV1(customerID: UniqueID(high: 1, low: 1), reason: "r"), "unknown-customer"),
            (EraseCustomerV1(caseID: CaseID(UniqueID(high: 1, low: 1)), reason: "r"), "unknown-case"),
        ]
    )
    func refusals(command: EraseCustomerV1, code: String) async throws {
        let intake = try await makeIntake()
        try await intake.send(command)
        #expect(try await intake.lastReason() == code)
        #expect(try await intake.sent(PersonalDataErasedV1.self).isEmpty)
    }
}
