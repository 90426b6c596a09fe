type Task<T> = () => Promise<T>;

/**
 * One request at a time, in the order in which they were asked for. What follows a hand need not keep all: of tasks
 * given as `newest` one after the other, those that still wait are dropped for the last one.
 */
export class Lane {
  private last: Promise<unknown> = Promise.resolve();
  /** The task at the end of the lane, while it waits and may be overtaken. */
  private open: { task: Task<void> } | null = null;

  /** Does a task after all that were given before it, even if those failed. */
  run<T>(task: Task<T>): Promise<T> {
    this.open = null;
    const done = this.last.then(task, task);
    this.last = done;
    return done;
  }

  /** Does a task when its turn comes, unless a newer one takes its place. It must see to its failures itself. */
  newest(task: Task<void>): void {
    if (this.open) {
      this.open.task = task;
      return;
    }
    const slot = { task };
    const turn = () => {
      if (this.open === slot) this.open = null;
      return slot.task();
    };
    this.last = this.last.then(turn, turn);
    this.open = slot;
  }
}
