import Messages

/// What `aftercare rebuild` shows at the end.
package struct RebuildReport: Sendable {
    private let changes: [ProjectionChange]
    private let isDryRun: Bool

    package init(_ changes: [ProjectionChange], dryRun: Bool) {
        self.changes = changes
        isDryRun = dryRun
    }

    package init(_ changes: [ListRebuild.Change], dryRun: Bool) {
        let same = changes.map { change in
            ProjectionChange(
                table: change.collection,
                before: change.before,
                added: change.added,
                corrected: change.corrected,
                removed: change.removed
            )
        }
        self.init(same, dryRun: dryRun)
    }

    package var text: String {
        var table = TextTable("what 内容", "before 原有", "added 新增", "corrected 更正", "removed 删除", "after 结果")
        for change in changes {
            table.add(
                change.table,
                String(change.before),
                String(change.added),
                String(change.corrected),
                String(change.removed),
                String(change.after)
            )
        }
        let end = isDryRun ? "Nothing was changed (dry run). 仅预览，未改动。" : "Rebuilt. 重建完成。"
        return table.text + "\n\n" + end
    }

    package var json: JSONValue {
        [
            "dryRun": .boolean(isDryRun),
            "changes": .array(
                changes.map { change in
                    [
                        "what": .string(change.table), "before": .integer(change.before),
                        "added": .integer(change.added), "corrected": .integer(change.corrected),
                        "removed": .integer(change.removed), "after": .integer(change.after),
                    ]
                }
            ),
        ]
    }
}
