#pragma once

#include <stdint.h>

/// Gives the ports from `first` on to the listeners that this process binds to a loopback address without naming a port.
///
/// The development broker comes from librdkafka, which always lets the kernel choose; clients could not find it again
/// after a restart. Each later call of `bind` on an IPv4 loopback TCP socket with port 0 takes the next port; a port
/// that is taken falls back to the kernel's choice, so the caller looks which one it got. 0 ends it.
void aftercare_fix_ports(uint16_t first);
