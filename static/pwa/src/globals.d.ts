// Filled in by build.mjs.
declare const __VERSION__: string;
/** The address of the worker that makes photos small; '' where there is none. */
declare const __PHOTO_WORKER__: string;
/** The address of the worker that hashes PINs. */
declare const __PIN_WORKER__: string;
