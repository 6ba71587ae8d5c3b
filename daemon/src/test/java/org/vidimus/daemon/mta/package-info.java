/// The daemon behind a real MTA: what every MTA's contrib module proves.
@NullMarked
package org.vidimus.daemon.mta;

import org.jspecify.annotations.NullMarked;
