import Vocabulary

/// One row of the Open Repair Data Standard 0.3, as partners publish it; empty texts stand for what is not known.
package struct OpenRepairRecord: Hashable, Sendable {
    package let id: String
    package let country: String
    package let productCategory: String
    package let brand: String
    package let yearOfManufacture: String
    package let productAge: String
    package let groupIdentifier: String
    package let eventDate: CalendarDate
    /// What the visitor told; the only text of a person in a row.
    package let problem: Personal<String>

    package init(
        id: String,
        country: String,
        productCategory: String,
        brand: String,
        yearOfManufacture: String,
        productAge: String,
        groupIdentifier: String,
        eventDate: CalendarDate,
        problem: Personal<String>
    ) {
        self.id = id
        self.country = country
        self.productCategory = productCategory
        self.brand = brand
        self.yearOfManufacture = yearOfManufacture
        self.productAge = productAge
        self.groupIdentifier = groupIdentifier
        self.eventDate = eventDate
        self.problem = problem
    }

    /// The repair call that the row stands for.
    ///
    /// The visitor stays unnamed, so the repairing group names the customer. The guarantee is judged on the day of the
    /// repair event, and age or year give the contract date.
    ///
    /// - Throws: the field that is missing.
    package func request() throws(CaseRefusal) -> CaseRequest {
        guard let reference = id.plain(upTo: 200) else { throw .missing(.identifier) }
        guard let category = productCategory.plain(upTo: 100) else { throw .missing(.productCategory) }
        let visitor = groupIdentifier.plain(upTo: 180).map { "ORDS visitor, \($0)" } ?? "ORDS visitor"
        return CaseRequest(
            channel: .imported,
            contactType: .repair,
            customer: CustomerDetails(name: Personal(impersonal: visitor), language: .en),
            product: ProductDetails(category: category, brand: knownBrand),
            contractDate: contractDate,
            symptom: symptom ?? Personal(impersonal: category),
            region: country.plain(upTo: 64) ?? "unknown",
            reference: reference,
            faultDate: eventDate
        )
    }

    /// `nil` when nothing was told.
    private var symptom: Personal<String>? {
        guard problem.isPlain || problem.isBlank else { return problem }
        return problem.wireText.plain(upTo: 4000).map { Personal($0) }
    }

    /// The standard writes "Unknown" where no brand is known.
    private var knownBrand: String? {
        brand == "Unknown" ? nil : brand.plain(upTo: 200)
    }

    /// The event date less the age; without an age, the first day of the year of manufacture.
    ///
    /// Figures that cannot be (a negative age, a year after the event) count as not known.
    package var contractDate: CalendarDate? {
        if let age = Double(productAge), (0...150).contains(age) {
            return eventDate.adding(months: -Int((age * 12).rounded()))
        }
        guard let year = Int(yearOfManufacture), year >= 1850 else { return nil }
        return CalendarDate(year: year, month: 1, day: 1).flatMap { $0 <= eventDate ? $0 : nil }
    }
}

extension String {
    /// One line without control characters, cut to what the contracts hold: partners' texts come in any form.
    ///
    /// - Returns: `nil` when nothing is left.
    fileprivate func plain(upTo limit: Int) -> String? {
        let line = unicodeScalars.lazy.map { $0.properties.generalCategory == .control ? " " : $0 }
        var scalars = UnicodeScalarView()
        scalars.append(contentsOf: line.prefix(limit))
        let text = String(scalars)
        return text.isBlank ? nil : text
    }
}
