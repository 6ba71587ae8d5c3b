/// Tests that drive the real Postfix.
@NullMarked
package org.vidimus.contrib.postfix;

import org.jspecify.annotations.NullMarked;
