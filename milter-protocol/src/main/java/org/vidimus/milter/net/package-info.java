/// Sockets for milter: how they are written, opened and read.
///
/// Netty moves octets; a virtual thread for each connection reads them as from a blocking stream. The two meet in
/// [org.vidimus.milter.net.Link], which bounds what may wait between them. No Netty type leaves this package.
@NullMarked
package org.vidimus.milter.net;

import org.jspecify.annotations.NullMarked;
