extension Topic {
    package static let complaintsComplaintCommands = Topic.commands(.complaints, "complaint")
    package static let complaintsComplaintEvents = Topic.events(.complaints, "complaint")
    package static let complaintsComplaintState = Topic.state(.complaints, "complaint")
}
