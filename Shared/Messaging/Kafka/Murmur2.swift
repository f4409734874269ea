/// The partition that Kafka's Java client chooses for a key, so that integrators' records fall together with ours.
package func murmur2Partition(key: [UInt8], count: Int) -> Int32 {
    precondition(count > 0, "a topic has at least one partition")
    return Int32(Int64(murmur2(key) & 0x7FFF_FFFF) % Int64(count))
}

/// `org.apache.kafka.common.utils.Utils.murmur2`: Austin Appleby's MurmurHash2 with Kafka's seed.
func murmur2(_ bytes: [UInt8]) -> UInt32 {
    let multiplier: UInt32 = 0x5BD1_E995
    var hash: UInt32 = 0x9747_B28C ^ UInt32(truncatingIfNeeded: bytes.count)
    let whole = bytes.count & ~3
    for start in stride(from: 0, to: whole, by: 4) {
        var word = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << UInt32($1 * 8) }
        word = word &* multiplier
        word ^= word >> 24
        hash = hash &* multiplier ^ word &* multiplier
    }
    if whole < bytes.count {
        for index in whole..<bytes.count { hash ^= UInt32(bytes[index]) << UInt32((index - whole) * 8) }
        hash = hash &* multiplier
    }
    hash ^= hash >> 13
    hash = hash &* multiplier
    return hash ^ hash >> 15
}
