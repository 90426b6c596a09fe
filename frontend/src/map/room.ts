/** The room for words on the map: whoever asks first gets it. */
export class Room {
  private readonly taken: [left: number, top: number, right: number, bottom: number][] = [];

  /** Takes a box around a middle; false, and nothing taken, where another is in the way. */
  take(x: number, y: number, width: number, height: number): boolean {
    const [left, top, right, bottom] = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
    if (this.taken.some((t) => left < t[2] && right > t[0] && top < t[3] && bottom > t[1])) return false;
    this.taken.push([left, top, right, bottom]);
    return true;
  }
}
