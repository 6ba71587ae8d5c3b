/// What a check found, for people and for programs: the pages and the JSON objects of `vidimus check`, `vidimus spf`,
/// `vidimus dkim-key` and `vidimus dmarc`.
///
/// A [org.vidimus.daemon.explain.Page] is where text is laid out and where nothing passes that a terminal would act
/// on; the classes called `...Text` say what is on it, those called `...Json` say the same to a program.
package org.vidimus.daemon.explain;
