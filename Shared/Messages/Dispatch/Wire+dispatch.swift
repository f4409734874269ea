extension Wire {
    package enum WorkOrderStatus: String, WireEnumeration {
        case waitingForTechnician = "waiting-for-technician"
        case assigned
        case underWay = "under-way"
        case arrived
        case waitingForParts = "waiting-for-parts"
        case done
        case notRepairable = "not-repairable"
        case cancelled
        case unknown
    }

    package enum NotPlannableReason: String, WireEnumeration {
        /// The region has nobody who masters the product category.
        case noTechnician = "no-technician"
        /// All who could go are booked up to the horizon.
        case noFreeSlot = "no-free-slot"
        /// The customer's wish lies beyond the horizon.
        case wishTooFarAhead = "wish-too-far-ahead"
        case unknown
    }

    package enum TechnicianStatus: String, WireEnumeration {
        case active, inactive
        case unknown
    }
}
