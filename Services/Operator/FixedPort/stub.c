void aftercare_stub(void) {}
