#include <sys/prctl.h>

// Swift calls no C function that takes any number of arguments.
static inline int forbid_dumping(void) { return prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L); }
