package io.github.asyncinit.sample;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "async-init.enabled=false")
class SequentialStartTests extends AbstractAnswersTests {

}
