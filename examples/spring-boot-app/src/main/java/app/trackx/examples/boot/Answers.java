package app.trackx.examples.boot;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.View;

/** Turns exceptions into responses. */
@RestControllerAdvice
class Answers {

  @ExceptionHandler
  ResponseEntity<String> stockUnknown(StockUnknown error) {
    return ResponseEntity.internalServerError().body("please try again later");
  }

  @ExceptionHandler
  ModelAndView mapMissing(MapMissing error) {
    View page = (model, request, response) -> response.getWriter().print("<p>Sorry!</p>");
    ModelAndView answer = new ModelAndView(page);
    answer.setStatus(HttpStatus.INTERNAL_SERVER_ERROR);
    return answer;
  }

  @ExceptionHandler
  @ResponseStatus(HttpStatus.BAD_REQUEST)
  String addressInvalid(AddressInvalid error) {
    return "which postcode is it?";
  }
}
