extension Topic {
    package static let intakeCaseCommands = Topic.commands(.intake, "case")
    package static let intakeCaseEvents = Topic.events(.intake, "case")
    package static let intakeCaseState = Topic.state(.intake, "case")
    package static let intakeCustomerFileState = Topic.state(.intake, "customer-file")
    package static let intakeProductFileState = Topic.state(.intake, "product-file")
    package static let openRepairRecords = Topic.ingress("ords")
}
