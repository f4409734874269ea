extension Topic {
    package static let surveysSurveyCommands = Topic.commands(.surveys, "survey")
    package static let surveysSurveyEvents = Topic.events(.surveys, "survey")
    package static let surveysSurveyState = Topic.state(.surveys, "survey")
}
