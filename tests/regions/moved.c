/* The time of day of a process, moved by the seconds that a file holds: loaded before the C library (LD_PRELOAD), so that an
   instance and Varnish live an hour or a day in a moment. Clocks that only measure go on as they are. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile long *moved;

__attribute__((constructor)) static void begin(void) {
  const char *name = getenv("MOVED_CLOCK");
  int file = name ? open(name, O_RDONLY) : -1;
  void *seen = file < 0 ? MAP_FAILED : mmap(0, sizeof *moved, PROT_READ, MAP_SHARED, file, 0);
  moved = seen == MAP_FAILED ? 0 : seen;
}

static long seconds(void) { return moved ? *moved : 0; }

int clock_gettime(clockid_t clock, struct timespec *now) {
  int done = syscall(SYS_clock_gettime, clock, now);
  if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) now->tv_sec += seconds();
  return done;
}

int gettimeofday(struct timeval *now, void *zone) {
  struct timespec precise;
  (void)zone;
  clock_gettime(CLOCK_REALTIME, &precise);
  now->tv_sec = precise.tv_sec;
  now->tv_usec = precise.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *now) {
  struct timespec precise;
  clock_gettime(CLOCK_REALTIME, &precise);
  if (now) *now = precise.tv_sec;
  return precise.tv_sec;
}

/* Whoever waits until a moment means one of the moved clock; the kernel knows only its own. */
int pthread_cond_timedwait(pthread_cond_t *waiting, pthread_mutex_t *lock, const struct timespec *until) {
  static int (*wait)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
  struct timespec now, moment = *until;
  if (!wait) wait = dlsym(RTLD_NEXT, "pthread_cond_timedwait");
  syscall(SYS_clock_gettime, CLOCK_REALTIME, &now);
  if (moment.tv_sec > now.tv_sec + seconds() / 2) moment.tv_sec -= seconds(); /* else it is a moment of another clock */
  return wait(waiting, lock, &moment);
}
