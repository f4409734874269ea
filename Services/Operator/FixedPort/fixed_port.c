#define _GNU_SOURCE
#include "fixed_port.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/socket.h>
#include <unistd.h>

typedef int (*bind_function)(int, const struct sockaddr *, socklen_t);
typedef int (*getsockname_function)(int, struct sockaddr *, socklen_t *);

static _Thread_local uint16_t fixed_port = 0;
// The socket that has a port by name only, until it was asked for its name.
static _Thread_local int named_socket = -1;

void aftercare_fix_port(uint16_t port)
{
    fixed_port = port;
    named_socket = -1;
}

int aftercare_port_fault(uint16_t port)
{
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    if (descriptor < 0) return errno;
    int on = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fault = 0;
    if (setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0
        || bind(descriptor, (const struct sockaddr *)&address, sizeof(address)) != 0 || listen(descriptor, 1) != 0)
        fault = errno;
    close(descriptor);
    return fault;
}

static int asks_for_any_loopback_port(int descriptor, const struct sockaddr *address, socklen_t length)
{
    if (address == NULL || length < sizeof(struct sockaddr_in) || address->sa_family != AF_INET) return 0;
    const struct sockaddr_in *wanted = (const struct sockaddr_in *)address;
    int type = 0;
    socklen_t size = sizeof(type);
    return wanted->sin_port == 0 && wanted->sin_addr.s_addr == htonl(INADDR_LOOPBACK)
        && getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_STREAM;
}

/// Takes the place of the C library's `bind` in the executable that links this target.
int bind(int descriptor, const struct sockaddr *address, socklen_t length)
{
    bind_function next = (bind_function)dlsym(RTLD_NEXT, "bind");
    if (next == NULL) {
        errno = ENOSYS;
        return -1;
    }
    int result = next(descriptor, address, length);
    if (result != 0 || !asks_for_any_loopback_port(descriptor, address, length)) return result;
    if (fixed_port != 0) named_socket = descriptor;
    return result;
}

/// Takes the place of the C library's `getsockname`; the first answer for a socket that was given a port says so.
int getsockname(int descriptor, struct sockaddr *address, socklen_t *length)
{
    getsockname_function next = (getsockname_function)dlsym(RTLD_NEXT, "getsockname");
    if (next == NULL) {
        errno = ENOSYS;
        return -1;
    }
    int result = next(descriptor, address, length);
    if (descriptor == named_socket) {
        if (result == 0 && *length >= sizeof(struct sockaddr_in) && address->sa_family == AF_INET)
            ((struct sockaddr_in *)address)->sin_port = htons(fixed_port);
        named_socket = -1;
    }
    return result;
}
