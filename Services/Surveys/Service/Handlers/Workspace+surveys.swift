import Messaging
import SurveysDomain
import Vocabulary

extension Workspace {
    /// Invites; an invitation that is already there stays as it is.
    mutating func invite(_ document: SurveyDocument) throws {
        let survey = document.survey
        guard self[SurveyDocument.self, survey.id] == nil else { return }
        schedule(WhenTimeIsOverExpireSurvey.timer, for: survey.id, at: survey.expiresAt)
        try record([.invited], on: document)
    }

    /// Decides a command on a survey of that case, stores and tells what came of it.
    mutating func carryOut(_ command: SurveyCommand, on id: SurveyID, of caseID: CaseID) throws {
        guard let document = self[SurveyDocument.self, id], document.survey.caseID == caseID else {
            throw SurveyRefusal.unknownSurvey
        }
        completed("survey", id: id.description)
        let events = try document.survey.decide(command, now: now)
        guard !events.isEmpty else { return }
        cancel(WhenTimeIsOverExpireSurvey.timer, for: id)
        try record(events, on: document)
    }

    /// Ends an invitation whose time is over.
    mutating func expire(_ id: SurveyID) throws {
        guard let document = self[SurveyDocument.self, id] else { return }
        try record(document.survey.decide(.expire, now: now), on: document)
    }

    private mutating func record(_ events: [Survey.Event], on document: SurveyDocument) throws {
        guard !events.isEmpty else { return }
        var next = document
        for event in events {
            next.apply(event)
            try emit(next.message(for: event))
        }
        self[SurveyDocument.self, document.survey.id] = next
    }
}
