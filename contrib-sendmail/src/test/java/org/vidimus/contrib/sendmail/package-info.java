/// Tests that drive the real Sendmail.
@NullMarked
package org.vidimus.contrib.sendmail;

import org.jspecify.annotations.NullMarked;
