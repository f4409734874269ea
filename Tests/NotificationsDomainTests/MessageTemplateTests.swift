import NotificationsDomain
import Testing
import Vocabulary

@Suite("A message template")
struct MessageTemplateTests {
    private func template(_ body: String, subject: String = "{{case_number}}") -> MessageTemplate {
        MessageTemplate(
            code: "visit-scheduled.log.en",
            stage: .visitScheduled,
            channel: .log,
            language: .english,
            subject: subject,
            body: body,
            version: 1
        )
    }

    @Test("given all variables, when the text is rendered, then each stands where its name stood (NO-01)")
    func fills() throws {
        let text = try template("Dear {{customer}}, {{ technician }} comes. {{customer}}!")
            .rendered(with: ["customer": "王芳", "technician": "Li", "case_number": "AS-1"])
        #expect(text.body == "Dear 王芳, Li comes. 王芳!")
        #expect(text.subject == "AS-1")
        #expect(text.language == .english)
    }

    @Test(
        "given a variable without a value, when the text is rendered, then nothing is written and it is named (NO-01)",
        arguments: [
            ["case_number": "AS-1"], ["case_number": "AS-1", "customer": ""], ["case_number": "AS-1", "customer": " "],
        ]
    )
    func missingVariable(variables: [String: String]) {
        #expect(throws: RenderingFailure.missingVariable("customer")) {
            try template("Dear {{customer}}").rendered(with: variables)
        }
    }

    @Test(
        "given broken wording, when the text is rendered, then it is refused",
        arguments: ["{{customer", "{{}}", "{{#customer}}", "{{customer.name}}", "{{{customer}}}"]
    )
    func brokenWording(body: String) {
        #expect(throws: RenderingFailure.brokenTemplate) {
            try template(body).rendered(with: ["customer": "x", "case_number": "AS-1"])
        }
    }

    @Test("given braces in a value, then they are not read again")
    func valuesAreNotRead() throws {
        let text = try template("{{customer}}").rendered(with: ["customer": "{{hotline}}", "case_number": "1"])
        #expect(text.body == "{{hotline}}")
    }

    @Test("given single braces, then they are text")
    func singleBraces() throws {
        let text = try template("a { b } c", subject: "s").rendered(with: [:])
        #expect(text.body == "a { b } c")
    }

    @Test("given failures, then each has its own code and both languages")
    func failuresSpeak() {
        let all: [RenderingFailure] = [
            .missingTemplate(.caseClosed, .log, .chinese), .missingVariable("x"), .brokenTemplate,
        ]
        #expect(Set(all.map(\.code)).count == all.count)
        #expect(all.allSatisfy { !$0.explanation.zh.isEmpty && !$0.explanation.en.isEmpty })
    }
}
