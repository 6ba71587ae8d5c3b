/// Manual pages as values. One page is written three ways: as the text of `--help`, as a man page and as Markdown; so
/// the three cannot disagree.
package org.vidimus.daemon.manual;
