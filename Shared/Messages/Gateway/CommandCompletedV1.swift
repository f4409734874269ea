import Vocabulary

/// A command was carried out.
package struct CommandCompletedV1 {
    package let commandID: CommandID
    /// What it changed or created: `work-order`; absent when nothing can be named.
    package let aggregate: String?
    package let aggregateID: String?
    package let version: Int64?

    package init(commandID: CommandID, aggregate: String? = nil, aggregateID: String? = nil, version: Int64? = nil) {
        self.commandID = commandID
        self.aggregate = aggregate
        self.aggregateID = aggregateID
        self.version = version
    }
}

extension CommandCompletedV1: Message {
    package static let contract = Contract(
        "command-completed",
        kind: .outcome,
        topic: .outcome,
        title: Bilingual(zh: "命令已完成", en: "Command completed"),
        schema: .object([
            .required("commandID", .uuid),
            .optional("aggregate", .code),
            .optional("aggregateID", .line),
            .optional("version", .revision),
        ])
    )

    package var key: String? { commandID.description }
}
