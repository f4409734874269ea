extension Topic {
    package static let dispatchWorkOrderCommands = Topic.commands(.dispatch, "work-order")
    package static let dispatchWorkOrderEvents = Topic.events(.dispatch, "work-order")
    package static let dispatchWorkOrderState = Topic.state(.dispatch, "work-order")
    package static let dispatchTechnicianCommands = Topic.commands(.dispatch, "technician")
    package static let dispatchTechnicianState = Topic.state(.dispatch, "technician")
}
