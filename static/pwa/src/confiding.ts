// What only phones need whose programme has protection officers with a key: fetched once it has come down, and kept by the
// worker from then on.

export { ConfideScreen } from './confide/screen';
