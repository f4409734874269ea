/// Which record each case came from, as far as the import has heard.
actor DemoRecords {
    private var plans: [String: RepairPlan] = [:]
    private(set) var isComplete = false

    func add(_ row: OpenRepairRow, caseID: String?) {
        guard let caseID else { return }
        plans[caseID] = RepairPlan(id: row.id, status: row.status, barrier: row.barrier, category: row.category)
    }

    func finish() {
        isComplete = true
    }

    /// The cases of the file.
    var caseIDs: Set<String> { Set(plans.keys) }

    /// - Returns: `nil` while the case may still turn out to be one of the file's.
    func plan(for caseID: String, category: String) -> RepairPlan? {
        if let plan = plans[caseID] { return plan }
        // A case that somebody else opened is repaired like most.
        return isComplete ? RepairPlan(id: caseID, status: .fixed, barrier: "", category: category) : nil
    }
}
