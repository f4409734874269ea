import Vocabulary

/// A command changed nothing, and why.
package struct CommandRejectedV1 {
    package let commandID: CommandID
    package let problem: Problem

    package init(commandID: CommandID, problem: Problem) {
        self.commandID = commandID
        self.problem = problem
    }
}

extension CommandRejectedV1: Message {
    package static let contract = Contract(
        "command-rejected",
        kind: .outcome,
        topic: .outcome,
        title: Bilingual(zh: "命令被拒绝", en: "Command rejected"),
        schema: .object([
            .required("commandID", .uuid),
            .required("problem", Problem.schema),
        ])
    )

    package var key: String? { commandID.description }
}
