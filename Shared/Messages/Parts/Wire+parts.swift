extension Wire {
    package enum StockMovement: String, WireEnumeration {
        case receipt, reserve, release, issue
        case unknown
    }

    package enum StockStatus: String, WireEnumeration {
        /// Some of it is free.
        case available
        /// Nothing is free and nobody waits.
        case exhausted
        /// Reservations wait for it.
        case short
        case unknown
    }

    package enum ReservationStatus: String, WireEnumeration {
        /// Parts are missing.
        case short
        case reserved, issued, released
        case unknown
    }

    package enum PartStatus: String, WireEnumeration {
        case active, discontinued
        case unknown
    }
}
